# What must be there before the first entry starts: keys, and the world outside.
mkdir -m 700 /root/.ssh
ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_ed25519
cat /root/.ssh/id_ed25519.pub > /etc/ssh/ordinary.pub
install -d -o dev -m 700 /home/dev/.ssh
install -o dev -m 600 /root/.ssh/id_ed25519 /home/dev/.ssh/
for each in bin .cargo .local .local/bin .local/share .npm-global .nvm .pyenv .vscode-server actions-runner project; do
  install -d -o dev -g dev /home/dev/$each
done
ssh-keygen -A
mkdir -p /etc/ssh/ssh_config.d /etc/ssh/sshd_config.d
cat > /etc/ssh/ssh_config.d/ordinary.conf <<'END'
Host *
  StrictHostKeyChecking no
  UserKnownHostsFile /dev/null
  LogLevel ERROR
  ConnectTimeout 300
END
cat > /etc/ssh/sshd_config.d/ordinary.conf <<'END'
AuthorizedKeysFile /etc/ssh/ordinary.pub
GatewayPorts clientspecified
MaxStartups 500
LoginGraceTime 600
END
nsenter --net=/run/netns/far setsid /usr/sbin/sshd -o UsePAM=no -o PidFile=none
cat > /run/ordinary/far.py
nsenter --net=/run/netns/far setsid python3 /run/ordinary/far.py \
  80 25,443,5432,6379,6667,7000,8082,11211 9999 </dev/null >/run/ordinary/far.log 2>&1 &
outside sh -c 'until ss -Hltn src :9999 | grep -q . && ss -Hltn src :22 | grep -q .; do sleep 0.1; done'
