/**
 * The modes and formats for other programs, loaded together only where one is asked for: each of them as a part of its
 * own would split the modules that they share with the other modes into more files, which every start reads.
 */
export {isJournalStream, log} from './commands/log.ts';
export {keepMetrics, metricsOnce, publishMetrics} from './commands/write-metrics.ts';
export {linesOfEngine} from './engine-lines.ts';
