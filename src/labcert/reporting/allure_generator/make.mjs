// node make.mjs RESULTS OUTPUT TITLE LANGUAGE: one self-contained OUTPUT/index.html from a folder of Allure results.
// Only the plugin that is wanted is loaded and nothing is read but the results; what stands in them of earlier runs is
// shown as history, and none is kept.
import "./iterators.mjs";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const [results, output, title, language] = process.argv.slice(2);
const { AllureReport, FileSystemReportFiles } = await import("@allurereport/core");
const { default: AwesomePlugin } = await import("@allurereport/plugin-awesome");

const options = {
  reportName: title,
  reportLanguage: language,
  singleFile: true,
  theme: "light",
  groupBy: ["parentSuite", "suite", "subSuite"],
  stepTreeExpansion: "expanded",
};
const history = join(results, "history.jsonl");
const report = new AllureReport({
  name: title,
  output,
  open: false,
  appendHistory: false,
  historyPath: existsSync(history) ? history : undefined,
  variables: {},
  environments: {},
  defaultLabels: {},
  categories: JSON.parse(await readFile(join(results, "categories.json"), "utf-8")),
  reportFiles: new FileSystemReportFiles(output),
  plugins: [{ id: "awesome", enabled: true, options, plugin: new AwesomePlugin(options) }],
});
await report.start();
await report.readDirectory(results);
await report.done();
