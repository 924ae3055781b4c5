# Serves the folder above this file to this computer alone, and opens it in the browser.
use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use IO::Socket::INET;

$| = 1;
my $root = abs_path(dirname(abs_path($0)) . "/..");
# What a page may load; Python, too, which runs in a file of its own.
open my $said, "<", "$root/start/policy.txt" or die "start/policy.txt is missing.\n";
chomp(my $policy = <$said>);
my %types = (
    css => "text/css", html => "text/html; charset=utf-8", ico => "image/x-icon",
    ipynb => "application/json", js => "text/javascript", json => "application/json",
    mjs => "text/javascript", png => "image/png", svg => "image/svg+xml", ttf => "font/ttf",
    txt => "text/plain; charset=utf-8", wasm => "application/wasm", webmanifest => "application/json",
    woff => "font/woff", woff2 => "font/woff2", zip => "application/zip",
);

# A browser keeps answers by address, so the port is the same every day, if it is free.
my ($server, $port);
for my $free (8765 .. 8784) {
    $port = $free;
    $server = IO::Socket::INET->new(
        LocalAddr => "127.0.0.1", LocalPort => $port, Listen => 64, ReuseAddr => 1
    ) and last;
}
die "No port from 8765 to 8784 is free on this computer.\n" unless $server;

my $address = "http://localhost:$port/";
print "The course: $address\n";
print "Another window serves on the usual port: your answers of other days are kept there.\n"
    if $port != 8765;
print "Leave this window open while you work. Close it, or press Ctrl-C, to end.\n";
open_in_browser($address);

$SIG{CHLD} = "IGNORE";
while (1) {
    my $client = $server->accept or next;
    my $child = fork;
    if (!defined $child || $child) { close $client; next }
    close $server;
    answer($client);
    exit 0;
}

sub open_in_browser {
    my ($address) = @_;
    for my $program ($^O eq "darwin" ? "open" : ("xdg-open", "sensible-browser")) {
        next unless grep { -x "$_/$program" } split /:/, $ENV{PATH};
        my $child = fork;
        if (defined $child && !$child) {
            open STDOUT, ">", "/dev/null";
            open STDERR, ">", "/dev/null";
            exec $program, $address or exit 1;
        }
        return;
    }
    print "Open this address in a browser.\n";
}

sub answer {
    my ($client) = @_;
    my ($asked, %said) = (scalar(<$client>) // "");
    while (defined(my $line = <$client>)) {
        $line =~ s/\r?\n$//;
        last if $line eq "";
        $said{lc $1} = $2 if $line =~ /^([\w-]+):\s*(.*)$/;
    }
    my ($method, $path) = $asked =~ m{^(GET|HEAD) /([^ ?]*)\S* HTTP/}
        or return reply($client, "405 Method Not Allowed");
    $path =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
    my $file = abs_path("$root/$path");
    return reply($client, "404 Not Found")
        unless defined $file && $path !~ /\0/ && index("$file/", "$root/") == 0 && -e $file;
    if (-d $file) {
        return reply($client, "301 Moved Permanently", "Location: /$path/\r\n")
            if $path ne "" && $path !~ m{/$};
        $file .= "/index.html";
    }
    open my $content, "<:raw", $file or return reply($client, "404 Not Found");
    my $tag = sprintf '"%x-%x"', (stat $content)[9, 7];
    return reply($client, "304 Not Modified") if ($said{"if-none-match"} // "") eq $tag;
    my ($ending) = lc($file) =~ /\.(\w+)$/;
    my $type = $types{ $ending // "" } // "application/octet-stream";
    my $size = -s $content;
    print $client "HTTP/1.1 200 OK\r\nContent-Type: $type\r\nContent-Length: $size\r\n",
        "Cache-Control: no-cache\r\nETag: $tag\r\nContent-Security-Policy: $policy\r\n",
        "Connection: close\r\n\r\n";
    return if $method eq "HEAD";
    my $piece;
    print $client $piece while read $content, $piece, 1 << 16;
}

sub reply {
    my ($client, $status, $more) = (@_, "");
    my $body = $status =~ /^304/ ? "" : "$status\n";
    print $client "HTTP/1.1 $status\r\n", $more, "Content-Type: text/plain\r\nContent-Length: ",
        length $body, "\r\nConnection: close\r\n\r\n", $body;
}
