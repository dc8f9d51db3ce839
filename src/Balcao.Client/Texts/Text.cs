namespace Balcao.Client.Texts;

/// <summary>Names the resource files of the screens' texts: <c>Text.resx</c> is pt-BR, the default language.</summary>
public sealed class Text;
