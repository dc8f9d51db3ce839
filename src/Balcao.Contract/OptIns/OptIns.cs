namespace Balcao.Contract;

public enum ConsentState { Granted, Stopped }

/// <summary>
/// WhatsAppPreference: the customer chose it in WhatsApp. SendRefused: WhatsApp refused a marketing message because the
/// customer had stopped them.
/// </summary>
public enum ConsentSource { WhatsAppPreference, SendRefused }

/// <param name="At">When the customer decided, as far as WhatsApp reports it.</param>
public sealed record MarketingConsentItem(ConsentState State, DateTimeOffset At, ConsentSource Source);
