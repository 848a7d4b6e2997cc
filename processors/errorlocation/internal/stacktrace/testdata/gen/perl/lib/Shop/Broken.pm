package Shop::Broken;
use strict;
my $total = $price * 2;    # want(compile_error)
1;
