// Adds up the test reports named on the command line and prints the closing line. A missing report is a failure.
import { readFileSync } from "node:fs";

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    passed += report.numPassedTests;
    // A file that could not be loaded has no tests of its own, and still must not pass unnoticed.
    failed +=
      report.numFailedTests +
      report.testResults.filter((one) => one.status === "failed" && one.assertionResults.length === 0).length;
    if (report.numTotalTests === 0) failed += 1;
  } catch (error) {
    console.error(`no report ${file}: ${error.message}`);
    failed += 1;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
