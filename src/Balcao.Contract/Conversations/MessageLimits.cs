namespace Balcao.Contract;

/// <summary>WhatsApp's limits for messages (Meta, Cloud API messages reference, Dec 2025). Lengths in characters.</summary>
public static class MessageLimits
{
    public const int Text = 4096, Caption = 1024;

    public const int Contacts = 257;

    public const int ButtonsBody = 1024, ListBody = 4096, Header = 60, Footer = 60;

    public const int Buttons = 3, ButtonTitle = 20, ButtonId = 256;

    public const int Sections = 10, Rows = 10, SectionTitle = 24, RowTitle = 24, RowDescription = 72, RowId = 200;

    /// <summary>Our limit, not WhatsApp's, for the name and the address of a place.</summary>
    public const int Place = 1000;

    /// <summary>Our limits, not WhatsApp's, for a shared contact.</summary>
    public const int ContactPart = 256, PhonesOfContact = 20;
}
