namespace Balcao.Panel;

/// <summary>
/// The link by which customers say that they want to be messaged: it opens WhatsApp with a text to the number (Meta, "Click to chat",
/// 2025). The message itself proves the consent, because it comes from the customer's phone.
/// </summary>
internal static class OptInLink
{
    private const string Text = "Quero receber mensagens";

    /// <param name="display">The number as people write it.</param>
    public static string Of(string display) => $"https://wa.me/{string.Concat(display.Where(char.IsAsciiDigit))}?text={Uri.EscapeDataString(Text)}";
}
