using Balcao;

return await BalcaoServer.RunAsync(args, Console.Error);
