using Balcao.Demo;
using Balcao.Platform;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Welcome.Usage);
    return 0;
}

try
{
    await using var demo = await DemoProgram.StartAsync(args, CancellationToken.None);
    Console.WriteLine(Welcome.To(demo));
    await demo.WaitForEndAsync();
    return 0;
}
catch (DemoRefusedException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
catch (StartRefusedException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    Console.Error.WriteLine($"{taken.Message}\n{Welcome.OtherPorts}");
    return 1;
}
