namespace Balcao.Client.Texts;

/// <summary>Names the resource file of the screens' texts: <c>Text.resx</c> is pt-BR, the house's own language.</summary>
public sealed class Text;
