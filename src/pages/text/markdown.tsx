import type { Nodes, Parents } from "mdast";
import { type ComponentChildren, Fragment } from "preact";
import { parseMarkdown } from "../../channel/markdown.ts";
import { Link } from "./link.tsx";
import { Redacted } from "./redacted.tsx";

/** An address somebody typed as it is; sentence marks after it, Chinese ones too, are not part of it. */
const ADDRESS = /(https?:\/\/[^\s<>"'，。；！？、）」】]*[^\s<>"'，。；！？、）」】.,;:!?)\]])/i;

/**
 * Markdown as nodes of this page, from an allow-list: paragraphs, emphasis, code, quotes, lists and links.
 * Nothing is ever set as HTML: markup in the text is shown as the text it is, a picture as a link.
 */
export function Markdown({ text }: { text: string }) {
  return <>{children(parseMarkdown(text), false)}</>;
}

function children(parent: Parents, linked: boolean): ComponentChildren {
  return parent.children.map((node, index) => <Fragment key={index}>{shown(node, linked)}</Fragment>);
}

function shown(node: Nodes, linked: boolean): ComponentChildren {
  switch (node.type) {
    case "text":
      return linked ? <Redacted text={node.value} /> : <Prose text={node.value} />;
    case "paragraph":
      return <p>{children(node, linked)}</p>;
    case "heading":
      return (
        <p>
          <strong>{children(node, linked)}</strong>
        </p>
      );
    case "strong":
      return <strong>{children(node, linked)}</strong>;
    case "emphasis":
      return <em>{children(node, linked)}</em>;
    case "inlineCode":
      return <Code text={node.value} />;
    case "code":
      return (
        <pre>
          <Code text={node.value} />
        </pre>
      );
    case "blockquote":
      return <blockquote>{children(node, linked)}</blockquote>;
    case "list":
      return node.ordered ? (
        <ol start={node.start ?? 1}>{children(node, linked)}</ol>
      ) : (
        <ul>{children(node, linked)}</ul>
      );
    case "listItem":
      return <li>{children(node, linked)}</li>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "link":
      return <Link href={node.url}>{children(node, true)}</Link>;
    default:
      return "value" in node ? <Redacted text={node.value} /> : null;
  }
}

function Code({ text }: { text: string }) {
  return (
    <code>
      <Redacted text={text} />
    </code>
  );
}

function Prose({ text }: { text: string }) {
  return (
    <>
      {text
        .split(ADDRESS)
        .map((piece, index) =>
          index % 2 === 1 ? (
            <Link key={index} href={piece} typed={piece} />
          ) : (
            <Redacted key={index} text={piece} />
          ),
        )}
    </>
  );
}
