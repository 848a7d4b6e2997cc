%% The application's own code: each case fails in one of these functions.
-module(shop_orders).
-export([total/1, sum/1, price/1, parse/1, find/2, reserve/1, cancel/1, checkout/1, walk/1, state/1,
         customer/1, spawned/1, average/1, 're-price'/1, long/1, load/1, compare/1, discount/1]).

total(#{price := Price, count := Count}) ->
    Price / Count. % want(erlang_simple, erlang_cause, erlang_gen_server, erlang_gen_server_single_line, erlang_proc_lib, erlang_error_logger, erlang_term, erlang_term_one_line, erlang_shell, erlang_init_terminating, erlang_exit_reason, erlang_otel, erlang_supervisor, erlang_call_exit) shop_orders:total

sum(Items) ->
    Sums = lists:map(fun(#{price := P, count := C}) -> P * C end, Items), % want(erlang_fun, erlang_fun_term) shop_orders:sum
    {ok, Sums}.

average(Items) ->
    Sums = [P div C || #{price := P, count := C} <- Items], % want(erlang_comprehension) shop_orders:average
    {ok, Sums}.

price({ok, Price}) when Price > 0 -> % want(erlang_function_clause, erlang_function_clause_term) shop_orders:price
    Price.

parse(Text) ->
    Number = list_to_integer(Text), % want(erlang_bif, erlang_bif_term) shop_orders:parse
    {ok, Number}.

find(Id, Orders) ->
    Order = maps:get(Id, Orders), % want(erlang_badkey) shop_orders:find
    {ok, Order}.

reserve(Order) ->
    error({no_stock, Order}). % want(erlang_error) shop_orders:reserve

cancel(Order) ->
    throw({cancelled, Order}). % want(erlang_throw) shop_orders:cancel

checkout(Order) ->
    try {ok, total(Order)}
    catch error:badarith:Stack -> erlang:raise(error, {checkout_failed, badarith}, Stack)
    end.

walk(Depth) when Depth < 20 ->
    1 + walk(Depth + 1);
walk(_) ->
    exit(too_deep). % want(erlang_deep) shop_orders:walk

state(Order) ->
    case maps:get(state, Order) of % want(erlang_case_clause) shop_orders:state
        open -> true;
        closed -> false
    end.

customer(Order) ->
    {ok, shop_customers:find(Order)}. % want(erlang_undef) shop_orders:customer

spawned(Order) ->
    Fun = fun Loop(0) -> total(Order); Loop(N) -> Loop(N - 1) end,
    Fun(3).

're-price'([First | _]) -> % want(erlang_quoted) shop_orders:'re-price'
    First.

long(#{items := [Item | _]}) when Item > 1000 -> % want(erlang_long_arguments) shop_orders:long
    Item.

load(Path) ->
    {ok, Text} = file:read_file(Path), % want(erlang_badmatch) shop_orders:load
    Text.

compare(Items) ->
    {ok, lists:sort(fun(A, B) -> maps:get(price, A) =< maps:get(price, B) end, Items)}. % want(erlang_sort) shop_orders:compare

discount(Rules) ->
    {ok, Rules(gold)}. % want(erlang_bad_fun) shop_orders:discount
