using System.Globalization;
using System.Resources;

namespace Balcao.Tickets;

/// <summary>What a file of tickets says in the reader's language.</summary>
internal static class TicketWords
{
    private static readonly ResourceManager Texts = new("Balcao.Tickets.TicketWords", typeof(TicketWords).Assembly);

    public static string Of(string key, params object[] arguments) =>
        string.Format(CultureInfo.CurrentCulture, Texts.GetString(key, CultureInfo.CurrentUICulture)!, arguments);

    public static string Of<T>(T value) where T : struct, Enum => Of(typeof(T).Name + "." + value);
}
