# Words for the scripts of the table. Each begins with `near` and `far`, addresses that no other entry uses.
as() { user=$1; shift; exec setpriv --reuid "$user" --regid "$user" --init-groups \
  env HOME="$(getent passwd "$user" | cut -d: -f6)" USER="$user" LOGNAME="$user" "$@"; }
outside() { nsenter --net=/run/netns/far "$@"; }
# Waits for a listener: its address and port.
await() { until ss -Hltn "src $1:$2" | grep -q .; do sleep 0.1; done; }
# Waits for a path.
await_path() { until [ -e "$1" ]; do sleep 0.1; done; }
# A command line on a terminal of its own, as a person types it.
terminal() { sleep infinity | script --quiet --flush --return --command "stty rows 24 columns 80; $1" /dev/null; }
# Moves this shell, and what it starts, into a control group; nothing where there are none.
group() {
  if [ -w /sys/fs/cgroup/cgroup.procs ]; then
    mkdir -p "/sys/fs/cgroup/$1"
    echo $$ > "/sys/fs/cgroup/$1/cgroup.procs"
  fi
}
service() { group "system.slice/$1.service"; }
session() { group "user.slice/user-$1.slice/session-$1.scope"; }
