import { Avatar, type AvatarProps } from '@/components/ui/avatar';
import { avatarAddressOf } from '@/lib/client/self/avatar-address';

/** An avatar with a picture, if the site that vouches for the member has one. */
export function MemberAvatar(props: Omit<AvatarProps, 'picture'>) {
  return <Avatar {...props} picture={avatarAddressOf(props.id)} />;
}
