import { die, runServer } from "./run-server.ts";

runServer(process.env).catch(die);
