import {sanitize} from '../domain/text.ts';
import {fallbacks, type SettingName, type SettingValues, settingNames, settings} from './settings.ts';
import type {FileSettings} from './settings-file.ts';

/** The settings in force: an option wins over the file, the file over the default. */
export const mergeSettings = (fromOptions: Partial<SettingValues>, {values}: FileSettings): SettingValues => ({
  ...fallbacks,
  ...values,
  ...fromOptions,
});

/** The settings in force, as the text of a settings file, with a comment on the origin of each. */
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
