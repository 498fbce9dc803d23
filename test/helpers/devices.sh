# Makes dev, proc and sys of a host to be thrown away, in the working directory and in a mount namespace of its own.
mount -t tmpfs -o mode=755 tmpfs dev
for each in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0 fuse:10:229; do
  numbers=${each#*:}
  mknod -m 666 dev/${each%%:*} c ${numbers%:*} ${numbers#*:}
done
mkdir dev/pts
mkdir -m 1777 dev/shm
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s fd/0 dev/stdin
ln -s fd/1 dev/stdout
ln -s fd/2 dev/stderr
mount -t proc proc proc
mount -t sysfs sysfs sys
