// What the server will not keep goes as soon as it is pasted, so that editors see it go.
"use strict";

CKEDITOR.plugins.add("fence", {
  requires: "picture,video",

  afterInit(editor) {
    editor.dataProcessor.dataFilter.addRules({
      elements: {
        // Pictures of the library stay; one from elsewhere would be asked of another host.
        img: (image) => (image.getAscendant(isPicture) ? undefined : false),
        // Frames of known players are widgets by now.
        iframe: () => false,
        a(link) {
          const address = (link.attributes.href || "").replace(/[\s\u0000-\u001f]/g, "");
          if (!/^(?:https?:|mailto:|[^:]*(?:[/?#]|$))/i.test(address)) link.replaceWithChildren();
        },
      },
    });
  },
});
