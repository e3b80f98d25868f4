import { setFlagsFromString } from "node:v8";

// Before anything else is loaded. Otherwise V8 lets the young generation grow to 48 MB during the start and keeps it:
// 171 instead of 132 MB idle and 253 instead of 164 MB after a backlog, for 15 % less processor time a message.
setFlagsFromString("--optimize-for-size");

const { die, runServer } = await import("./run-server.ts");
runServer(process.env).catch(die);
