namespace Balcao.Simulator.Phones.Page;

/// <summary>Names the resource files: Texts.resx is Portuguese, Texts.en.resx English.</summary>
public sealed class Texts;
