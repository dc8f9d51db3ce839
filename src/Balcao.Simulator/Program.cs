using Balcao.Simulator;

var settings = new ConfigurationBuilder().AddJsonFile("simulator.json", optional: true).AddEnvironmentVariables().AddCommandLine(args).Build();
var options = settings.GetSection(SimulatorOptions.Section).Get<SimulatorOptions>() ?? new SimulatorOptions();
await SimulatorServer.Create(options).RunAsync();
