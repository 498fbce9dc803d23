import {inNamespace, type NamespaceEntry} from '../linux/namespace-file.ts';
import {type RunTool, runTool, type ToolLimits, type ToolResult} from './run-tool.ts';

/** How a tool ended; where one is missing, its name: the tool itself, or nsenter(1). */
export type InsideResult = Exclude<ToolResult, {kind: 'missing'}> | {readonly kind: 'missing'; readonly tool: string};

/** Runs a tool in a network namespace, by nsenter(1) where it is not our own. Never rejects. */
export async function runInNamespace(
  entry: NamespaceEntry,
  tool: string,
  parameters: readonly string[],
  limits: ToolLimits,
  run: RunTool = runTool,
): Promise<InsideResult> {
  const [program, all] = inNamespace(entry, tool, parameters);
  const result = await run(program, all, limits);
  if (result.kind === 'missing') return {kind: 'missing', tool: program};
  return program !== tool && lacksTool(result) ? {kind: 'missing', tool} : result;
}

/** nsenter of util-linux and of BusyBox ends so where the program that it enters for is not there. */
const lacksTool = (result: ToolResult): boolean =>
  result.kind === 'done' && result.code === 127 && /^nsenter: .*execute/.test(result.stderr.toString('latin1'));
