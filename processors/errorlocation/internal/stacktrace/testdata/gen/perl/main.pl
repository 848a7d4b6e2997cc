#!/usr/bin/perl
# Runs one case: perl main.pl CASE. What it prints is the captured text.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/local/lib/perl5";
use Carp;
use Shop::Orders;

binmode STDERR, ':utf8';
open STDERR, '>&', \*STDOUT;
my %order = (id => 17, price => 3, count => 0);
my $orders = Shop::Orders->new;

sub run { $orders->total(\%order); return }

my %cases = (
    plain              => sub { $orders->plain(\%order) },
    verbose            => sub { local $SIG{__DIE__} = \&Carp::confess; run() },
    verbose_rethrow    => sub { local $SIG{__DIE__} = \&Carp::confess; eval { run() }; local $SIG{__DIE__}; die "checkout failed: $@" },
    die_handler        => sub { local $SIG{__DIE__} = sub { print "fatal: ", Carp::longmess(@_); exit 1 }; run() },
    confess            => sub { $orders->reserve(\%order) },
    confess_chained    => sub { $orders->checkout(\%order) },
    cluck              => sub { $orders->audit(\%order) },
    croak              => sub { $orders->cancel(\%order) },    # want(croak)
    confess_in_library => sub { $orders->pay(\%order) },
    croak_in_library   => sub { $orders->refund(\%order) },
    callback           => sub { $orders->retry(\%order) },
    recursion          => sub { $orders->walk(0) },
    unicode            => sub { binmode STDOUT, ':utf8'; $orders->import_lines('ä') },
    long_arguments     => sub { binmode STDOUT, ':utf8'; $orders->import_lines("x at /srv/shop/fake.pl line 3\n" x 20) },
    string_eval        => sub { $orders->evaluate('Shop::Orders::nothing') },
    missing_method     => sub { $orders->rules },
    strict_refs        => sub { $orders->strict_refs({ customer => { name => 'Ada' } }) },
    autoload           => sub { $orders->ship(\%order) },
    lines              => sub { $orders->lines },
    file_handle        => sub { $orders->read_prices("$FindBin::Bin/lib/Shop/Orders.pm") },
    eval_block         => sub { eval { $orders->checkout(\%order); 1 } or print "caught: $@" },
    closure            => sub { my $step = sub { $orders->reserve(shift) }; $step->(\%order) },
    sort_callback      => sub { my @sorted = sort { $orders->reserve(\%order) } 1, 2 },
    warn_log           => sub { eval { $orders->checkout(\%order) }; print "[2026/11/23 04:46:14] [error] [main] $@" },
    compile_error      => sub { require Shop::Broken },
    missing_module     => sub { require Shop::Nowhere },    # want(missing_module)
    nested             => sub { eval { eval { $orders->plain(\%order) }; die "checkout failed: $@" }; die "request failed: $@" },
    object             => sub { die Shop::Error->new('order 17 was refused') },    # want(object) main::__ANON__
);

{
    package Shop::Error;
    use overload '""' => sub { $_[0]{text} };
    sub new { my ($class, $text) = @_; return bless { text => Carp::longmess($text) }, $class }
}

my $case = shift;
$cases{$case}->();
