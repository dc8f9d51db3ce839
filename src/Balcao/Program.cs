using Balcao;

await BalcaoServer.Create(args).RunAsync();
