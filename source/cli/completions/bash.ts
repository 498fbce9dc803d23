import {longName, spellings} from '../option-spelling.ts';
import {allOptions, type OptionRecord, type Takes} from '../options-table.ts';

/** The candidates of a value, as a command of bash(1) that sets COMPREPLY; `$cur` is the part already typed. */
function completed(takes: Takes | undefined): string {
  switch (takes?.kind) {
    case undefined:
      return ':';
    case 'file':
      return 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur")';
    case 'one':
      return candidates(takes.words, '$cur');
    case 'reversible':
      return `[[ $cur == -* ]] && sign=-; ${candidates(takes.words, `\${cur#-}`, '-P "$sign" ')}`;
    case 'list': {
      const last = candidates(takes.words, `\${cur##*,}`, '-P "$before" ');
      return `[[ $cur == *,* ]] && before="\${cur%,*},"; compopt -o nospace; ${last}`;
    }
  }
}

/** Sets COMPREPLY to the words that begin as an expansion of the shell does. */
const candidates = (words: readonly string[], typed: string, options = ''): string =>
  `mapfile -t COMPREPLY < <(compgen ${options}-W '${words.join(' ')}' -- "${typed}")`;

/** After an option whose value may be absent, a hyphen begins the next option. */
function branch(record: OptionRecord): string {
  const completion = `${completed(record.takes)}; return`;
  const command = record.mayBeAbsent ? `if [[ $cur != -* ]]; then ${completion}; fi` : completion;
  return `    ${spellings(record).join('|')}) ${command} ;;`;
}

/** Completion for bash(1) from 4.4 on; it needs no bash-completion package. */
export function bashCompletion(): string {
  return `# Completion of portwatch for bash.
_portwatch() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} sign='' before=''
  # The sign of --option=value stands alone among the words.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  case $prev in
${allOptions
  .filter(({value}) => value !== undefined)
  .map(branch)
  .join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W '${allOptions.map(longName).join(' ')}' -- "$cur")
}
complete -F _portwatch portwatch`;
}
