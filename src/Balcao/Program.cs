using Balcao;
using Balcao.Plans;

return args is [CheckTotals.Command, .. var rest]
    ? await BalcaoServer.CheckTotalsAsync(rest, Console.Out, Console.Error)
    : await BalcaoServer.RunAsync(args, Console.Error);
