using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;

namespace Shop
{
    public static class Program
    {
        static int Parse(string text)
        {
            return int.Parse(text); // want(standard_library) Shop.Program.Parse
        }

        static void Run(string name)
        {
            var orders = new Orders();
            var order = new Order { Id = 7 };
            switch (name)
            {
                case "nested_class": orders.Total(order); break;
                case "standard_library": Parse("x1"); break;
                case "constructor": new Money(-1); break;
                case "operator": Console.WriteLine(new Money(5) / 0); break;
                case "static_constructor": Console.WriteLine(Rates.Vat); break;
                case "generic_class": orders.Load(7); break;
                case "indexer": Console.WriteLine(new Repository<Order>()[7]); break;
                case "property": Console.WriteLine(order.Length); break;
                case "library_frames": case "unhandled": orders.Checkout(7); break;
                case "inner": orders.Ship(7); break;
                case "inner_twice": orders.Close(7); break;
                case "rethrown": orders.Rethrow(7); break;
                case "lambda": orders.Sum(new[] { order }); break;
                case "iterator": orders.Walk(7).ToList(); break;
                case "async": orders.LoadAsync(7).GetAwaiter().GetResult(); break;
                case "async_chain": orders.PayAsync(7).GetAwaiter().GetResult(); break;
                case "aggregate": Task.WaitAll(orders.PayAsync(7), Task.Run(() => orders.Reserve(9))); break;
                case "recursion": orders.Deep(300); break;
                case "fake_frames": orders.FakeFrames(); break;
                case "reflection":
                    typeof(Orders).GetMethod("Reserve").Invoke(orders, new object[] { 7 });
                    break;
                case "thread":
                    var thread = new Thread(() => { throw new InvalidOperationException("worker died"); }); // want(thread) Shop.Program.Run
                    thread.Start();
                    thread.Join();
                    break;
                case "no_message": throw new NotImplementedException(null); // want(no_message) Shop.Program.Run
            }
        }

        public static int Main(string[] args)
        {
            if (args[0] == "unhandled")
            {
                Run(args[0]);
                return 0;
            }
            try
            {
                Run(args[0]);
            }
            catch (Exception e)
            {
                Console.WriteLine(e.ToString());
            }
            return 0;
        }
    }
}
