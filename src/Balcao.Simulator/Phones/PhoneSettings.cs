using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Phones;

/// <summary>The changes of a phone; null leaves a member unchanged.</summary>
public sealed record PhoneChange(string? Name = null, bool? IsOnline = null, bool? IsOpen = null, bool? SendsReadReceipts = null);

/// <summary>Switching a phone on delivers the waiting messages; opening it marks the delivered ones as read.</summary>
public sealed class PhoneSettings(PhoneBook phones, Customers customers, OutboundMessages outbound)
{
    public Phone? Change(string id, PhoneChange change)
    {
        if (phones.Find(id) is not { } found) return null;
        var phone = phones.Update(found.Id, phone => phone with
        {
            Name = change.Name ?? phone.Name,
            IsOnline = change.IsOnline ?? phone.IsOnline,
            IsOpen = change.IsOpen ?? phone.IsOpen,
            SendsReadReceipts = change.SendsReadReceipts ?? phone.SendsReadReceipts,
        });
        if (phone is { IsOpen: true })
        {
            foreach (var numberId in phone.Conversations.Keys) customers.Read(phone.Id, numberId);
        }
        if (phone is { IsOnline: true } && !found.IsOnline) _ = outbound.DeliverWaitingAsync(phone.Id);
        return phone;
    }
}
