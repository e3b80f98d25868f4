interface FileWords {
  attach: string;
  label: string;
  remove(name: string): string;
  uploading: string;
  dropHere: string;
  tooLarge: string;
  tooMany: string;
  wrongKind: string;
  notUploaded: string;
  named: string;
  download(name: string): string;
  picture(name: string): string;
}

/** What is said of files, in the composer and in the thread. */
export const FILES: Record<"zh" | "en", FileWords> = {
  zh: {
    attach: "添加文件（也可拖放或粘贴截图）",
    label: "要发送的文件",
    remove: (name) => `移除 ${name}`,
    uploading: "上传中…",
    dropHere: "松开鼠标，添加文件",
    tooLarge: "超过 20 MB，发不了",
    tooMany: "一次最多发 10 个文件",
    wrongKind: "这种文件不能发。图片、PDF、文本、表格、压缩包、mp4 和 mp3 可以。",
    notUploaded: "没有传上去，请移除后再试",
    named: "这个渠道不能直接收文件，客户只会看到文件名。",
    download: (name) => `下载 ${name}`,
    picture: (name) => `图片：${name}`,
  },
  en: {
    attach: "Attach files (or drop them, or paste a screenshot)",
    label: "Files to send",
    remove: (name) => `Remove ${name}`,
    uploading: "Uploading…",
    dropHere: "Drop to attach",
    tooLarge: "Larger than 20 MB, cannot be sent",
    tooMany: "10 files at most in one reply",
    wrongKind: "This kind cannot be sent. Pictures, PDF, text, tables, zip, mp4 and mp3 can.",
    notUploaded: "Not uploaded. Remove it and try again",
    named: "This channel takes no files: the customer will read their names only.",
    download: (name) => `Download ${name}`,
    picture: (name) => `Picture: ${name}`,
  },
};
