using Balcao;
using Balcao.Platform.Storage;

var server = BalcaoServer.Create(args);
if (await server.FindReasonNotToStartAsync() is { } reason)
{
    Console.Error.WriteLine(reason);
    return 1;
}
await server.RunAsync();
return 0;
