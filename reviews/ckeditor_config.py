"""What the editor of an article's body offers."""

CKEDITOR_CONFIGS = {"default": {"width": "100%"}}
