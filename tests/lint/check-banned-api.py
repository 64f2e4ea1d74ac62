#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keep to GTK 4.8 and libadwaita 1.2, and off what later versions deprecate, in code and in templates.

The version macros guard the code. In templates, classes are guarded here and properties by the test that instantiates them.
"""
import re

import lint

TOO_NEW = """
GtkFileDialog GtkAlertDialog GtkColorDialog GtkColorDialogButton GtkFontDialog GtkFontDialogButton GtkUriLauncher GtkFileLauncher
GtkGraphicsOffload GskPath GskPathBuilder GskStroke GtkSectionModel GtkListHeader GtkScrollInfo GtkPopoverBin
AdwBanner AdwSwitchRow AdwSpinRow AdwToolbarView AdwNavigationView AdwNavigationPage AdwNavigationSplitView AdwOverlaySplitView
AdwBreakpoint AdwBreakpointBin AdwDialog AdwAlertDialog AdwAboutDialog AdwPreferencesDialog AdwPropertyRow AdwTabOverview AdwTabButton
AdwToggle AdwToggleGroup AdwInlineViewSwitcher AdwWrapBox AdwButtonRow AdwSpinner AdwBottomSheet AdwMultiLayoutView AdwLayout
AdwLayoutSlot AdwShortcutsDialog AdwShortcutsItem
""".split()
FUNCTIONS = r"""
gtk_snapshot_append_scaled_texture gtk_snapshot_append_(?:fill|stroke) gtk_css_provider_load_from_string gtk_widget_get_color
gtk_accessible_announce gtk_column_view_scroll_to gtk_list_view_scroll_to gtk_widget_(?:show|hide|destroy) gtk_widget_get_allocation
gtk_widget_get_allocated_\w+ gtk_render_\w+ gtk_picture_set_keep_aspect_ratio gtk_style_context_(?:add_provider|add_class|remove_class)
gtk_dialog_\w+ gtk_tree_(?:view|model|store|selection)_\w+ gtk_list_store_\w+ gtk_combo_box_\w+ gtk_cell_renderer_\w+ gtk_color_button_\w+
gtk_font_button_\w+ gtk_color_chooser_\w+ gtk_statusbar_\w+ gtk_lock_button_\w+ gtk_volume_button_\w+ gtk_app_chooser_\w+
adw_leaflet_\w+ adw_squeezer_\w+ adw_expander_row_add_action adw_style_manager_get_accent_color
""".split()
DEPRECATED_CLASSES = """
GtkTreeView GtkTreeViewColumn GtkIconView GtkComboBox GtkComboBoxText GtkEntryCompletion GtkCellRendererText GtkListStore GtkTreeStore
GtkDialog GtkMessageDialog GtkFileChooserDialog GtkFileChooserWidget GtkFileChooserButton GtkColorButton GtkColorChooserDialog GtkFontButton
GtkFontChooserDialog GtkAppChooserButton GtkAppChooserDialog GtkStatusbar GtkLockButton GtkVolumeButton GtkAssistant
AdwLeaflet AdwSqueezer AdwPreferencesWindow
""".split()
# Deprecated later, without a substitute at our floor, or only safe as one file uses it: each has one home.
HOMES = [
    (r"\bg_task_run_in_thread\b", r"src/app/qs-task\.[ch]"),
    (r"\bAdwFlap\b|\badw_flap_\w+|\bADW_TYPE_FLAP\b", r"ui/window\.ui|src/app/qs-window[a-z-]*\.[ch]"),
    (r"\bAdwViewSwitcherTitle\b|\badw_view_switcher_title_\w+", r"ui/window\.ui|src/app/qs-window[a-z-]*\.[ch]"),
    (r"\bGtkFileChooserNative\b|\bgtk_file_chooser_\w+|\bgtk_show_uri\w*", r"src/app/qs-dialogs\.[ch]"),
    (r"\bAdwMessageDialog\b|\badw_message_dialog_\w+|\bAdwAboutWindow\b|\badw_(?:show_)?about_window\w*", r"src/app/qs-dialogs\.[ch]"),
    (r"\bgtk_style_context_get_color\b|\bgtk_style_context_lookup_color\b", r"src/app/qs-(?:paint|plot-view)[a-z-]*\.c"),
]
UI_ATTRIBUTES = {
    "AdwActionRow icon-name (deprecated in 1.3)":
        r'<object class="Adw(?:Action|Expander|Combo|Entry)Row"[^>]*>(?:(?!<object|<child|</object).)*'
        r'<property name="icon-name"',
    "GtkPicture keep-aspect-ratio (deprecated in 4.8)": r'<property name="keep-aspect-ratio"',
}


def snake(name):
    """GtkFileDialog as gtk_file_dialog."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def words(names):
    return r"\b(?:" + "|".join(names) + r")\b"


def hits(paths, pattern, home=None):
    expression = re.compile(pattern, re.DOTALL)
    for path in paths:
        if home and re.fullmatch(home, lint.name(path)):
            continue
        text = lint.code(path)
        for match in expression.finditer(text):
            yield f"{lint.name(path)}:{text.count(chr(10), 0, match.end()) + 1}: {match.group(0).split()[-1]}"


def wrong_requires(paths):
    for path in paths:
        text = lint.code(path)
        if not re.search(r'<requires lib="gtk" version="4\.8"/>', text):
            yield f'{lint.name(path)}: has no <requires lib="gtk" version="4.8"/>'
        if "Adw" in text and not re.search(r'<requires lib="libadwaita" version="1\.2"/>', text):
            yield f'{lint.name(path)}: has no <requires lib="libadwaita" version="1.2"/>'


def main():
    sources = lint.files(["src/app", "tests/app"], [".c", ".h"])
    templates = lint.files(["ui", "src/app"], [".ui"])
    styles = lint.files(["ui"], [".css"])
    newer = words(TOO_NEW + [snake(name) + r"_\w+" for name in TOO_NEW])
    checks = [
        ("nothing newer than GTK 4.8 and libadwaita 1.2", list(hits(sources + templates, newer))),
        ("no functions that are newer or deprecated", list(hits(sources, words(FUNCTIONS)))),
        ("no classes that are deprecated", list(hits(sources + templates, words(DEPRECATED_CLASSES)))),
        ("templates name the versions they need", list(wrong_requires(templates))),
        ("style sheets use named colours, no variables", list(hits(styles, r"\bvar\s*\(|--[a-z-]+\s*:"))),
    ]
    checks += [(f"{re.findall('[A-Z]+[A-Za-z]+', pattern)[0] if re.search('[A-Z]', pattern) else 'style context colours'} in its home only",
                list(hits(sources + templates, pattern, home))) for pattern, home in HOMES]
    checks += [(f"templates: no {what}", list(hits(templates, pattern))) for what, pattern in UI_ATTRIBUTES.items()]
    lint.report(checks)


if __name__ == "__main__":
    main()
