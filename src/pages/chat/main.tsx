import { render } from "preact";
import { App } from "./app.tsx";
import "./chat.css";

const tenant = document.querySelector<HTMLMetaElement>('meta[name="kefu-tenant"]')?.content ?? "";
const root = document.getElementById("chat");
// The placeholder is still there when the page is served by the development server.
if (root !== null)
  render(<App tenant={tenant === "" || tenant.startsWith("%") ? "tpWallet" : tenant} />, root);
