namespace Balcao.Client.Macros;

/// <param name="SendsNow">True: as it is, with its actions. False: into the composer.</param>
public sealed record MacroChoice(MacroItem Macro, bool SendsNow);
