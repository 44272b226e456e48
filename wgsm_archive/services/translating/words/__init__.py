"""The archive's own words at the workbench: menus, terms, texts of the house."""
