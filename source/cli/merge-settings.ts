import {sanitize} from '../domain/text.ts';
import {fallbacks, type SettingName, type SettingValues, settingNames, settings} from './settings.ts';
import type {FileSettings} from './settings-file.ts';

/** The settings in force: options win over the file, the file over what is usual. */
export const mergeSettings = (fromOptions: Partial<SettingValues>, {values}: FileSettings): SettingValues => ({
  ...fallbacks,
  ...values,
  ...fromOptions,
});

/** What is in force and where from, as a settings file of its own with comments. */
export function configText(fromOptions: Partial<SettingValues>, file: FileSettings): string {
  const inForce = mergeSettings(fromOptions, file);
  const lines = settingNames.map(name => `${lineOf(name, inForce)}  # ${originOf(name, fromOptions, file)}`);
  const head = `# ${sanitize(file.path)}${file.missing === undefined ? '' : ` (${file.missing})`}`;
  return [head, ...lines].join('\n');
}

function lineOf<Name extends SettingName>(name: Name, values: SettingValues): string {
  const {key, show} = settings[name];
  return `${key} = ${show(values[name])}`;
}

function originOf(name: SettingName, fromOptions: Partial<SettingValues>, {path, values}: FileSettings): string {
  if (fromOptions[name] !== undefined) return `option --${settings[name].key}`;
  return values[name] === undefined ? 'default' : sanitize(path);
}
