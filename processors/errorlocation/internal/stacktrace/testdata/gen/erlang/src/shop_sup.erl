-module(shop_sup).
-behaviour(supervisor).
-export([init/1]).

init([]) -> {ok, {#{strategy => one_for_one, intensity => 0}, [#{id => shop_server, start => {shop_server, start_link, []}}]}}.
