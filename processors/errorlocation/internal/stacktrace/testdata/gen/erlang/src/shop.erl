%% Runs one case: shop:main(CASE). What it prints is the captured text.
-module(shop).
-export([main/1, order/0]).

order() -> #{id => 17, price => 3, count => 0}.

wait() -> timer:sleep(300).

format(Class, Reason, Stack) -> io:format("~ts~n", [erl_error:format_exception(Class, Reason, Stack)]).

attempt(Fun, Print) ->
    try Fun() of
        _ -> ok
    catch
        Class:Reason:Stack -> Print(Class, Reason, Stack)
    end.

main([Case]) ->
    run(Case),
    halt(0).

run(gen_server) -> start(), catch gen_server:call(shop_server, {total, order()}), wait();
run(gen_server_single_line) -> run(gen_server);
run(handle_cast) -> start(), gen_server:cast(shop_server, crash), wait();
run(proc_lib) -> proc_lib:spawn(fun() -> {ok, shop_orders:total(order())} end), wait();
run(error_logger) -> spawn(fun() -> {ok, shop_orders:total(order())} end), wait();
run(function_clause_term) -> spawn(fun() -> {ok, shop_orders:price({error, "no price"})} end), wait();
run(call_exit) ->
    logger:set_primary_config(level, none),
    start(),
    attempt(fun() -> gen_server:call(shop_server, {total, order()}) end, fun format/3);
run(supervisor) ->
    process_flag(trap_exit, true),
    {ok, _} = supervisor:start_link(shop_sup, []),
    catch gen_server:call(shop_server, {total, order()}),
    wait();
run(term) -> attempt(fun() -> shop_orders:total(order()) end, fun(_, R, S) -> io:format("~p~n", [{R, S}]) end);
run(term_one_line) -> attempt(fun() -> shop_orders:total(order()) end, fun(_, _, S) -> io:format("~0p~n", [S]) end);
run(fun_term) -> attempt(fun() -> shop_orders:sum([#{price => a, count => 1}]) end, fun(_, _, S) -> io:format("~p~n", [S]) end);
run(bif_term) -> attempt(fun() -> shop_orders:parse("x17") end, fun(C, R, S) -> io:format("~p:~p ~0p~n", [C, R, S]) end);
run(otel) ->
    attempt(fun() -> shop_orders:total(order()) end,
            fun(_, _, S) -> io:format("~ts~n", [io_lib:format("~0tP", [S, 20])]) end);
run(exit_reason) ->
    {Pid, Ref} = spawn_monitor(fun() -> {ok, shop_orders:total(order())} end),
    logger:set_primary_config(level, none),
    receive {'DOWN', Ref, process, Pid, Reason} -> io:format("worker ~p died: ~p~n", [Pid, Reason]) end;
run(init_terminating) -> ok;
run(Case) -> attempt(fun() -> call(Case) end, fun format/3).

call(simple) -> {ok, shop_orders:total(order())};
call(cause) -> shop_orders:checkout(order());
call('fun') -> shop_orders:sum([#{price => a, count => 1}]);
call(comprehension) -> shop_orders:average([#{price => 1, count => 0}]);
call(function_clause) -> shop_orders:price({error, "no price"});
call(long_arguments) ->
    shop_orders:long(#{items => [1, 2], customer => #{name => <<"Ada">>, mail => <<"ada@example.com">>},
                       address => {street, "Example Road 17", city, "Springfield", country, "Nowhere"}});
call(bif) -> shop_orders:parse("x17");
call(badkey) -> shop_orders:find(17, #{});
call(error) -> shop_orders:reserve(17);
call(throw) -> shop_orders:cancel(17);
call(deep) -> shop_orders:walk(0);
call(case_clause) -> shop_orders:state(#{state => lost});
call(undef) -> shop_orders:customer(17);
call(quoted) -> shop_orders:'re-price'([]);
call(badmatch) -> shop_orders:load("/nonexistent");
call(sort) -> shop_orders:compare([#{price => 1}, #{}]);
call(bad_fun) -> shop_orders:discount(rules).

start() -> {ok, _} = shop_server:start().
