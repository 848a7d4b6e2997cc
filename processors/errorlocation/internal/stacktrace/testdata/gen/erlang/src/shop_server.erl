-module(shop_server).
-behaviour(gen_server).
-export([start/0, start_link/0, init/1, handle_call/3, handle_cast/2, handle_info/2]).

start() -> gen_server:start({local, ?MODULE}, ?MODULE, [], []).
start_link() -> gen_server:start_link({local, ?MODULE}, ?MODULE, [], []).

init([]) -> {ok, #{}}.

handle_call({total, Order}, _From, State) -> {reply, shop_orders:total(Order), State}.

handle_cast(crash, State) ->
    Next = maps:update(orders, 1, State), % want(erlang_handle_cast) shop_server:handle_cast
    {noreply, Next}.

handle_info(refresh, State) ->
    {stop, {cannot_refresh, State}, State}.
