import type { Nodes, Parents } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { type ComponentChildren, Fragment } from "preact";
import { Redacted } from "./redacted.tsx";

/** Nesting past this is shown as plain text: nobody writes it, somebody may send it. */
const MAX_DEPTH = 12;

/**
 * Markdown as nodes of this page, from an allow-list: paragraphs, emphasis, code, quotes, lists and links.
 * Nothing is ever set as HTML: markup in the text is shown as the text it is, and pictures as their words.
 */
export function Markdown({ text }: { text: string }) {
  return <>{children(fromMarkdown(text), text, 0)}</>;
}

function children(parent: Parents, source: string, depth: number): ComponentChildren {
  return parent.children.map((node, index) => (
    <Fragment key={index}>{shown(node, source, depth + 1)}</Fragment>
  ));
}

function shown(node: Nodes, source: string, depth: number): ComponentChildren {
  if (depth > MAX_DEPTH) return literal(node, source);
  switch (node.type) {
    case "text":
      return <Redacted text={node.value} />;
    case "paragraph":
      return <p>{children(node, source, depth)}</p>;
    case "heading":
      return (
        <p>
          <strong>{children(node, source, depth)}</strong>
        </p>
      );
    case "strong":
      return <strong>{children(node, source, depth)}</strong>;
    case "emphasis":
      return <em>{children(node, source, depth)}</em>;
    case "inlineCode":
      return (
        <code>
          <Redacted text={node.value} />
        </code>
      );
    case "code":
      return (
        <pre>
          <code>
            <Redacted text={node.value} />
          </code>
        </pre>
      );
    case "blockquote":
      return <blockquote>{children(node, source, depth)}</blockquote>;
    case "list":
      return node.ordered ? (
        <ol start={node.start ?? 1}>{children(node, source, depth)}</ol>
      ) : (
        <ul>{children(node, source, depth)}</ul>
      );
    case "listItem":
      return <li>{children(node, source, depth)}</li>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "link":
      return <Link href={node.url}>{children(node, source, depth)}</Link>;
    case "image":
      return <Redacted text={node.alt ?? ""} />;
    default:
      return literal(node, source);
  }
}

/** A link that says where it leads: the host stands beside any words that could hide it. */
function Link({ href, children: words }: { href: string; children: ComponentChildren }) {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) return <>{words}</>;
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer nofollow">
      {words}
      <span class="host"> ({url.host})</span>
    </a>
  );
}

function literal(node: Nodes, source: string): ComponentChildren {
  const { start, end } = node.position ?? {};
  return <Redacted text={source.slice(start?.offset ?? 0, end?.offset ?? 0)} />;
}
