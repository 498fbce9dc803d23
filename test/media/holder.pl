# Holds sockets, under a title of its own. Arguments: title, uid, then orders:
#   listen PROTOCOL ADDRESS PORT           (udp: bound, without a peer)
#   connect PROTOCOL ADDRESS PORT [FROM]
#   touch PROTOCOL ADDRESS PORT            connects and closes at once, which leaves a TIME_WAIT
#   worker TITLE                           a process that shares what was opened before
#   talk                                   sends a little over every connection, again and again
# Prints "ready", reads what comes in, and ends with its standard input where that is a pipe.
use strict;
use warnings;
use Socket qw(:DEFAULT inet_pton IPPROTO_IPV6 IPV6_V6ONLY);

my ($title, $uid, @orders) = @ARGV;
my (%listening, %open, $talks);
call_yourself($title);

sub call_yourself {
  my ($words) = @_;
  my ($program) = readlink('/proc/self/exe') =~ m{([^/]+)$};
  $0 = $words;
  open(my $comm, '>', '/proc/self/comm') or die $!;
  print $comm $program;
}

sub end_of {
  my ($address, $port) = @_;
  return sockaddr_in($port, inet_aton($address)) if $address !~ /:/;
  return pack_sockaddr_in6($port, inet_pton(AF_INET6, $address));
}

sub socket_for {
  my ($protocol, $address) = @_;
  my $family = $address =~ /:/ ? AF_INET6 : AF_INET;
  socket(my $socket, $family, $protocol eq 'tcp' ? SOCK_STREAM : SOCK_DGRAM, 0) or die $!;
  setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
  setsockopt($socket, IPPROTO_IPV6, IPV6_V6ONLY, 1) if $family == AF_INET6;
  return $socket;
}

my %carry_out = (
  listen => sub {
    my ($protocol, $address, $port) = @_;
    my $socket = socket_for($protocol, $address);
    bind($socket, end_of($address, $port)) or die "$address $port: $!";
    listen($socket, 128) if $protocol eq 'tcp';
    ($protocol eq 'tcp' ? \%listening : \%open)->{fileno $socket} = $socket;
  },
  connect => sub {
    my ($protocol, $address, $port, $from) = @_;
    my $socket = socket_for($protocol, $address);
    if ($from) { bind($socket, end_of($from, 0)) or die "$from: $!" }
    connect($socket, end_of($address, $port)) or die "$address $port: $!";
    $open{fileno $socket} = $socket;
  },
  touch => sub {
    my ($protocol, $address, $port) = @_;
    my $socket = socket_for($protocol, $address);
    connect($socket, end_of($address, $port)) or die "$address $port: $!";
    close $socket;
  },
  worker => sub {
    my $pid = fork // die $!;
    return if $pid;
    call_yourself("@_");
    hold();
  },
  talk => sub { $talks = 1 },
);

for (@orders) {
  my ($word, @parameters) = split ' ';
  $carry_out{$word}->(@parameters);
}
$| = 1;
print "ready\n";
hold();

sub hold {
  ($(, $)) = ($uid, "$uid $uid");
  ($<, $>) = ($uid, $uid);
  for (my $turn = 0; ; $turn++) {
    my $bits = '';
    vec($bits, $_, 1) = 1 for (-p STDIN ? 0 : ()), keys %listening, keys %open;
    select(my $ready = $bits, undef, undef, 0.25);
    exit if vec($ready, 0, 1) && !sysread STDIN, my $end, 1;
    for my $number (grep { vec($ready, $_, 1) } keys %listening) {
      accept(my $socket, $listening{$number}) or next;
      $open{fileno $socket} = $socket;
    }
    for my $number (grep { vec($ready, $_, 1) } keys %open) {
      my $got = sysread $open{$number}, my $text, 65536;
      delete $open{$number} if defined $got && $got == 0;
    }
    next unless $talks && $turn % 4 == 0;
    send($_, 'x' x (200 + $turn * 37 % 900), Socket::MSG_NOSIGNAL()) for values %open;
  }
}
