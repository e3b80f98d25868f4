/** The events of a server-sent stream (WHATWG HTML, 9.2), however its chunks are cut. Comments and ids are passed over. */
export async function* serverSentEvents(
  chunks: AsyncIterable<string>,
): AsyncIterable<{ event: string; data: string }> {
  let buffer = "";
  for await (const chunk of chunks) {
    // Over the whole buffer: a chunk may end between the two characters of a line's end.
    buffer = (buffer + chunk).replaceAll("\r\n", "\n");
    for (let end = buffer.indexOf("\n\n"); end >= 0; end = buffer.indexOf("\n\n")) {
      const block = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      const fields = block.split("\n").map((line) => /^(\w+): ?(.*)$/.exec(line));
      const data = fields.flatMap((field) => (field?.[1] === "data" ? [field[2] ?? ""] : []));
      const event = fields.find((field) => field?.[1] === "event")?.[2] ?? "message";
      if (data.length > 0) yield { event, data: data.join("\n") };
    }
  }
}
