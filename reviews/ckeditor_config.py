"""
What the editor of an article's body offers.

Its own filter lets through what `richtext.clean_html` keeps, so what an editor sees is what
readers get; it is a comfort, and cleaning on the server is the defence.
"""

PLUGINS = ("article", "picture", "spoiler", "video", "fence")

# Tags, attributes in square brackets, classes in round ones: CKEditor's own notation.
ALLOWED_CONTENT = "; ".join(
    [
        "h2 h3 h4[id,lang,dir]",
        "p ul li hr br[lang,dir]",
        "ol[start,reversed,lang,dir]",
        "blockquote[cite,lang,dir]",
        "strong em s sub sup code q cite span[lang,dir]",
        "abbr[title,lang,dir]",
        "a[!href,title,lang,dir,data-article,data-show,data-theme,data-author]",
        "table caption thead tbody tfoot tr[lang,dir]",
        "td[colspan,rowspan,lang,dir]",
        "th[colspan,rowspan,scope,lang,dir]",
        "figure[data-image]",
        "figcaption",
        "img[alt,role,src]",
        "iframe[!src,title,loading,allowfullscreen]",
        "details(spoiler)",
        "summary",
    ]
)

CKEDITOR_CONFIGS = {
    "default": {
        "toolbar": [
            ["Format", "Bold", "Italic", "RemoveFormat"],
            ["Link", "Unlink", "Article"],
            ["BulletedList", "NumberedList", "Blockquote", "Table"],
            ["Picture", "Video", "Spoiler"],
            ["Undo", "Redo"],
            ["Source", "Maximize"],
        ],
        "format_tags": "p;h2;h3;h4",
        "coreStyles_bold": {"element": "strong", "overrides": "b"},
        "coreStyles_italic": {"element": "em", "overrides": "i"},
        "allowedContent": ALLOWED_CONTENT,
        "extra_plugins": ["widget", *PLUGINS],
        # What asks other hosts for something, replaces what readers get, or takes files in.
        "removePlugins": "about,exportpdf,scayt,wsc,iframe,image,flash,forms,smiley,templates,"
        "uploadimage,filebrowser,save,newpage,preview,print,div,font,colorbutton,"
        "editorplaceholder,elementspath",
        "removeDialogTabs": "link:upload;link:target;link:advanced;table:advanced",
        "linkShowTargetTab": False,
        "disableNativeSpellChecker": False,
        "entities": False,
        "basicEntities": True,
        "fillEmptyBlocks": False,
        "clipboard_handleImages": False,
        "height": 560,
        "width": "100%",
        "resize_dir": "vertical",
        "bodyClass": "article-body",
        "title": "Body",
    }
}
