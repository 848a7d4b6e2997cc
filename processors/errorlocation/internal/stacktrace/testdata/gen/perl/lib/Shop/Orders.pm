package Shop::Orders;
# The application's own code: each case dies in one of these functions.
use strict;
use warnings;
use utf8;
use Carp qw(croak confess cluck);
use Pay::Client;

sub new { return bless { client => Pay::Client->new }, shift }

sub total {
    my ($self, $order) = @_;
    return $order->{price} / $order->{count};    # want(verbose, verbose_rethrow, die_handler) Shop::Orders::total
}

sub plain {
    my ($self, $order) = @_;
    die "no price for order $order->{id}" unless $order->{price} > 5;    # want(plain, nested)
}

sub reserve {
    my ($self, $order) = @_;
    confess "no stock for order $order->{id}";    # want(confess, confess_chained, eval_block, warn_log, thread, closure, sort_callback) Shop::Orders::reserve
}

sub checkout {
    my ($self, @orders) = @_;
    return $self->reserve($_) for @orders;
}

sub audit {
    my ($self, $order) = @_;
    cluck "order $order->{id} was changed";    # want(cluck) Shop::Orders::audit
    return;
}

sub cancel {
    my ($self, $order) = @_;
    croak "order $order->{id} is paid";
}

sub pay {
    my ($self, $order) = @_;
    return $self->{client}->charge($order->{count});    # want(confess_in_library) Shop::Orders::pay
}

sub refund {
    my ($self, $order) = @_;
    return $self->{client}->refund($order->{price});    # want(croak_in_library)
}

sub retry {
    my ($self, $order) = @_;
    return $self->{client}->attempt(sub {
        confess "attempt $_[0] failed";    # want(callback) Shop::Orders::__ANON__
    });
}

sub walk {
    my ($self, $depth) = @_;
    confess "too deep" if $depth > 40;    # want(recursion) Shop::Orders::walk
    return $self->walk($depth + 1);
}

sub import_lines {
    my ($self, $text) = @_;
    confess "größe ‘$text’ is not known";    # want(unicode, long_arguments) Shop::Orders::import_lines
}

sub evaluate {
    my ($self, $rule) = @_;
    my $total = eval "$rule->()";
    confess "rule failed: $@" if $@;
    return $total;
}

sub rules {
    my ($self) = @_;
    return Shop::Missing->new;    # want(missing_method)
}

sub strict_refs {
    my ($self, $order) = @_;
    return $order->{customer}{name}->{first};    # want(strict_refs)
}

sub AUTOLOAD {
    our $AUTOLOAD;
    return if $AUTOLOAD =~ /DESTROY/;
    confess "no method $AUTOLOAD";    # want(autoload, string_eval) Shop::Orders::AUTOLOAD
}

sub lines {
    my ($self) = @_;
    confess "two problems:\n  - no price\n  - no count\nof order 17";    # want(lines) Shop::Orders::lines
}

sub read_prices {
    my ($self, $file) = @_;
    open my $prices, '<', $file or die "cannot read $file: $!";
    while (my $line = <$prices>) {
        die "bad price" if $line =~ /package/;    # want(file_handle)
    }
    return;
}

1;
