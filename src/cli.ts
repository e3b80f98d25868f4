#!/usr/bin/env node
import { fail } from "./commands/output.ts";
import { createProgram } from "./commands/program.ts";

await createProgram().parseAsync().catch(fail);
