// Players of YouTube and Vimeo: <figure><iframe src="…" title="…"></iframe></figure>
"use strict";

const VIDEO_ADDRESSES = [
  [/^(?:https?:)?\/\/(?:www\.|m\.)?youtube(?:-nocookie)?\.com\/(?:embed|shorts|live)\/([\w-]{1,40})/, youtube],
  [/^https?:\/\/(?:www\.|m\.)?youtube\.com\/watch\?(?:.*&)?v=([\w-]{1,40})/, youtube],
  [/^https?:\/\/youtu\.be\/([\w-]{1,40})/, youtube],
  [/^(?:https?:)?\/\/player\.vimeo\.com\/video\/(\d{1,40})/, vimeo],
  [/^https?:\/\/(?:www\.)?vimeo\.com\/(\d{1,40})/, vimeo],
];

function youtube(id) {
  return `https://www.youtube-nocookie.com/embed/${id}`;
}

function vimeo(id) {
  return `https://player.vimeo.com/video/${id}`;
}

// The address of the player without cookies, or null.
function playerOf(address) {
  for (const [pattern, player] of VIDEO_ADDRESSES) {
    const match = pattern.exec(address.trim());
    if (match) return player(match[1]);
  }
  return null;
}

CKEDITOR.plugins.add("video", {
  requires: "widget",

  init(editor) {
    editor.widgets.add("video", {
      pathName: "video",
      upcast: showVideo,
      downcast() {
        return figureOf(this.data.src, this.data.title);
      },
      edit(event) {
        event.cancel();
        new VideoDialog(this.data).open(editor).then((video) => {
          this.setData(video);
          this.element.setText(videoLabel(video));
          editor.fire("saveSnapshot");
        });
      },
    });
    editor.addCommand("video", {
      exec() {
        const insert = editorInsertion(editor);
        new VideoDialog({}).open(editor).then((video) => {
          insert(figureOf(video.src, video.title).getOuterHtml());
        });
      },
    });
    editor.ui.addButton("Video", { label: "Video", command: "video" });
  },
});

class VideoDialog extends EditorDialog {
  constructor({ src = "", title = "" }) {
    super({
      title: "Video",
      submit: src ? "Change" : "Insert",
      fields:
        editorField("address", "Address", '<input type="url">', "Of a video on YouTube or Vimeo.") +
        editorField("title", "Title", '<input type="text" maxlength="200">',
          "What the video is, for people who cannot see it."),
      check: (form) => {
        const player = playerOf(form.elements.address.value);
        if (!player) throw { address: ["This is not an address of a video on YouTube or Vimeo."] };
        return { src: player, title: form.elements.title.value.trim() || "Video" };
      },
    });
    this.form.elements.address.value = src;
    this.form.elements.title.value = title;
  }
}

function figureOf(src, title) {
  const figure = new CKEDITOR.htmlParser.element("figure");
  figure.add(new CKEDITOR.htmlParser.element("iframe", { src, title }));
  return figure;
}

// The editor shows a sign instead of the player, which would ask another host for it.
function showVideo(node, data) {
  const frame = node.name === "iframe" ? node : node.name === "figure" && node.getFirst("iframe");
  const src = frame && playerOf(frame.attributes.src || "");
  if (!src || (node === frame && node.parent.name === "figure")) return false;
  Object.assign(data, { src, title: frame.attributes.title || "Video" });
  const sign = new CKEDITOR.htmlParser.element("div", { class: "video" });
  sign.add(new CKEDITOR.htmlParser.text(CKEDITOR.tools.htmlEncode(videoLabel(data))));
  node.replaceWith(sign);
  return sign;
}

function videoLabel({ src, title }) {
  return `▶ ${title} (${src})`;
}
